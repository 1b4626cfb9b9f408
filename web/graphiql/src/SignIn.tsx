import { useGraphiQLActions } from "@graphiql/react";
import type { Guest } from "./start";

interface Props {
  guests: Guest[];
  viewer: string;
  choose: (viewer: string) => void;
}

/** As whom the page asks: a person of the demo, or whomever a token names. */
export function SignIn({ guests, viewer, choose }: Props) {
  const { stop } = useGraphiQLActions();
  const change = (chosen: string) => {
    // What is still open was asked as somebody else.
    stop();
    choose(chosen);
  };
  if (guests.length === 0) return <TokenField viewer={viewer} choose={change} />;
  return <GuestPicker guests={guests} viewer={viewer} choose={change} />;
}

function GuestPicker({ guests, viewer, choose }: Props) {
  const practices = new Set(guests.map(({ practice }) => practice));
  return (
    <select aria-label="Viewer" value={viewer} onChange={(event) => choose(event.target.value)}>
      {[...practices].map((name) => (
        <optgroup key={name} label={name}>
          {guests.filter(({ practice }) => practice === name).map(option)}
        </optgroup>
      ))}
    </select>
  );
}

function option({ name, email, role }: Guest) {
  return (
    <option key={email} value={email}>
      {name}, {role.toLowerCase().replace("_", " ")}
    </option>
  );
}

function TokenField({ viewer, choose }: Omit<Props, "guests">) {
  return (
    <input
      aria-label="Token"
      type="password"
      autoComplete="off"
      placeholder="Token, of: ./caseload token --as …"
      value={viewer}
      onChange={(event) => choose(event.target.value.trim())}
    />
  );
}
