import { startPython } from "../desk/python_host.js";
import { openCount } from "./count.js";

openCount(startPython);
