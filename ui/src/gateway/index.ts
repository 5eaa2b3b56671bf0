// What the gateway room shows to other rooms: the Gateway tab of an endpoint. The endpoint's page does.
export { GatewayTab, type GatewayTabProps } from "./GatewayTab";
