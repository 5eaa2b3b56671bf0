export { AddPrice } from "./AddPrice";
export { Prices } from "./Prices";
export { pricesForQuery } from "./queries";
