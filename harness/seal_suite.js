// The suite of the page's seals by itself: the RFC's vectors set what `seal` draws at random.
export { suite } from "../site_templates/seal/suite.js";
