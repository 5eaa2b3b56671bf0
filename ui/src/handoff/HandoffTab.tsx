// The Handoff tab of an endpoint: the texts that create it elsewhere or ask it. Shown by the endpoint page.
import type { Endpoint } from "../ipc/bindings";
import { SheetBody } from "../kit/Sheet";
import { Texts } from "./Texts";

export type HandoffTabProps = { endpoint: Endpoint };

export function HandoffTab({ endpoint }: HandoffTabProps) {
  return (
    <SheetBody padded>
      <Texts source={{ kind: "endpoint", name: endpoint.name }} reading={endpoint.stamp} />
    </SheetBody>
  );
}
