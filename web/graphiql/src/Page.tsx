import { GraphiQL } from "graphiql";
import { useMemo } from "react";
import { fetcherFor } from "./fetcher";
import icon from "./icon.svg";
import { SignIn } from "./SignIn";
import type { Start } from "./start";
import { isFirstVisit, storageOf } from "./storage";
import { useDefaults } from "./variables";
import { useViewer } from "./viewer";
import { welcomeTabs } from "./welcome";

export function Page({ guests, practice, attendances }: Start) {
  useDefaults();
  const { viewer, token, choose } = useViewer(guests);
  const fetcher = useMemo(() => fetcherFor(token), [token]);
  const storage = useMemo(() => storageOf(practice), [practice]);
  const tabs = useMemo(() => welcomeTabs(attendances), [attendances]);
  // GraphiQL opens the first of its default tabs without the variables.
  const first = isFirstVisit(storage) ? { initialVariables: tabs[0].variables } : {};
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      defaultTabs={tabs}
      defaultEditorToolsVisibility="variables"
      {...first}
    >
      <GraphiQL.Logo>
        <div className="sign-in">
          <img src={icon} alt="Caseload" title="Caseload" />
          <SignIn guests={guests} viewer={viewer} choose={choose} />
        </div>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
