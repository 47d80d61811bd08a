// The page as a single file: Python's parts stand in it as text, and nothing is asked for from anywhere.
import { startEmbedded } from "../one_file/start.js";
import { openPlan } from "./plan.js";

openPlan(startEmbedded);
