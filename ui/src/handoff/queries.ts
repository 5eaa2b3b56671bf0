// What the handoff room asks of the core. A text belongs to one reading of an endpoint: the stamp is part of its key.
import { queryOptions } from "@tanstack/react-query";
import { commands, type Endpoint, type HandoffFormat } from "../ipc/bindings";
import { unwrap } from "../ipc/call";

export const handoffQuery = (endpoint: Endpoint, format: HandoffFormat) =>
  queryOptions({
    queryKey: ["handoff", endpoint.name, endpoint.stamp, format],
    queryFn: () => unwrap(commands.handoffRender({ kind: "endpoint", name: endpoint.name }, format)),
    staleTime: 60_000,
  });
