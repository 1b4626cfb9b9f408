import { useMonaco } from "@graphiql/react";
import { useEffect } from "react";

interface Part {
  properties?: Record<string, object>;
  required?: string[];
  definitions?: Record<string, Part>;
}

/**
 * Have the editor of variables not ask for what has a default: graphql-language-service takes every
 * type with a ! for required. It is mended where all its schemas pass on their way to the editor.
 */
export function useDefaults(): void {
  const json = useMonaco(({ monaco }) => monaco?.languages.json.jsonDefaults);
  useEffect(() => {
    if (!json) return;
    const set = json.setDiagnosticsOptions.bind(json);
    json.setDiagnosticsOptions = (options) => {
      options.schemas?.forEach(({ schema }) => {
        relax(schema);
      });
      set(options);
    };
    return () => {
      json.setDiagnosticsOptions = set;
    };
  }, [json]);
}

function relax(part: Part): void {
  const { properties = {}, required = [], definitions = {} } = part;
  part.required = required.filter((name) => !("default" in (properties[name] ?? {})));
  Object.values(definitions).forEach(relax);
}
