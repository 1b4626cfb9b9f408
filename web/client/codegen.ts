import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../../graphql/schema.graphql",
  documents: "../../graphql/operations/*.graphql",
  importExtension: ".js",
  generates: {
    "src/generated/": {
      preset: "client",
      // Without masks a fragment's fields are read where it is spread, as by every other client.
      presetConfig: { fragmentMasking: false },
      config: {
        strictScalars: true,
        enumsAsTypes: true,
        useTypeImports: true,
        // Dates and moments stay the texts that came: JSON has no other, and `Date` no plain day.
        scalars: { ID: "string", Date: "string", DateTime: "string", JSON: "unknown" },
      },
    },
  },
};

export default config;
