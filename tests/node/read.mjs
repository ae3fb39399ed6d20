// Reads vCards and calendars, one JSON string a line, and answers each with what ical.js makes of it, as jCard or jCal.
import { createInterface } from "node:readline";
import ICAL from "ical.js";

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { parsed: ICAL.parse(JSON.parse(line)) };
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
