// Settings: how it looks, which workspaces are connected, how the network is reached, whether sign-ins are kept, where the
// app's files are, and clearing them.
import { useQuery } from "@tanstack/react-query";
import { Keeping } from "../history";
import { FailureCard } from "../kit/FailureCard";
import { SheetBody, SheetHead } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { Prices } from "../prices";
import { appInfoQuery } from "../shell/current";
import { useNextStep } from "../shell/next";
import { Appearance } from "./Appearance";
import { Files } from "./Files";
import { Keychain } from "./Keychain";
import { Network } from "./Network";
import styles from "./Page.module.css";
import { Workspaces } from "./Workspaces";

export function Page() {
  const info = useQuery(appInfoQuery);
  const next = useNextStep({ tryAgain: () => void info.refetch() });
  return (
    <>
      <SheetHead title="Settings" aside={info.data ? `Gatewright ${info.data.version}` : undefined} />
      <SheetBody padded>
        <div className={styles.page}>
          {info.isPending && <Pulse lines={6} />}
          {info.isError && <FailureCard failure={info.error} onNext={next} />}
          {info.data && (
            <>
              <Appearance settings={info.data.settings} />
              <Workspaces />
              <Network info={info.data} />
              <Keychain info={info.data} />
              <Keeping />
              <Prices />
              <Files info={info.data} />
            </>
          )}
        </div>
      </SheetBody>
    </>
  );
}
