// What the handoff room asks of the core. A text belongs to one reading of an endpoint, or to one state of a draft: that is
// part of its key.
import { queryOptions } from "@tanstack/react-query";
import { commands, type HandoffFormat, type HandoffSource } from "../ipc/bindings";
import { unwrap } from "../ipc/call";

export const handoffQuery = (source: HandoffSource, reading: string, format: HandoffFormat) =>
  queryOptions({
    queryKey: ["handoff", source.kind, source.kind === "endpoint" ? source.name : "", reading, format],
    queryFn: () => unwrap(commands.handoffRender(source, format)),
    staleTime: 60_000,
  });
