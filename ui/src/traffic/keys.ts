// Where the answers of ramps and measurements stand in the cache. Those that take a while (readings/runs.ts, ramp/runs.ts)
// outlive the page that began them.

/** Keys carry the workspace: a run that ends after a switch must not show its result in another one. */
export const trafficKeys = {
  ramps: (workspace: string) => ["traffic", "ramps", workspace] as const,
  ramp: (workspace: string, endpoint: string) => ["traffic", "ramp", workspace, endpoint] as const,
  observed: (workspace: string, endpoint: string) => ["traffic", "observed", workspace, endpoint] as const,
  results: (workspace: string, endpoint: string) => ["traffic", "results", workspace, endpoint] as const,
  bench: (workspace: string, endpoint: string) => ["traffic", "bench", workspace, endpoint] as const,
  drill: (workspace: string, endpoint: string) => ["traffic", "drill", workspace, endpoint] as const,
  drills: (workspace: string) => ["traffic", "drills", workspace] as const,
};
