// The doctor's look at a workspace that was just connected. It runs behind the page and says something only when there is
// something to say; the whole of it is one click away.
import { commands, type DoctorLine } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { channel } from "../ipc/host";

/** The titles of what does not work in the workspace; none when all is well, or when it could not be examined. */
export async function firstLook(id: string): Promise<string[]> {
  const told = channel<DoctorLine>(() => undefined);
  try {
    const report = await unwrap(commands.doctorRun({ kind: "workspace", id }, crypto.randomUUID(), told), {
      quiet: true,
    });
    const wrong = report.lines.filter((line) => line.state === "failed" || line.state === "warning");
    return wrong.map((line) => line.title);
  } catch {
    // Being connected is not in doubt; the doctor can be asked again by hand.
    return [];
  }
}
