// Reads calendar files with ical.js, the engine of Thunderbird and Nextcloud, and prints what
// it understood: one list a file, one [uid, start, recurrence id, status, dates] an event.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.PYNEWS_JUDGES ?? import.meta.dirname}/here.js`);
const { default: ICAL } = await import(pathToFileURL(require.resolve("ical.js")));

const moment = (time) => {
  if (!time) return "";
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) throw new Error(`floating: ${time}`);
  return time.convertToZone(ICAL.Timezone.utcTimezone).toString();
};

// The dates the rule gives up to the end of 2022, those left out taken away.
const dates = (event) => {
  if (!event.isRecurring()) return [];
  const found = [];
  const iterator = event.iterator();
  for (let time = iterator.next(); time && time.year < 2023; time = iterator.next()) {
    found.push(moment(time));
  }
  return found;
};

const read = (path) => {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const found = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const status = component.getFirstPropertyValue("status");
    return [event.uid, moment(event.startDate), moment(event.recurrenceId), status, dates(event)];
  });
  ICAL.TimezoneService.reset();
  return found;
};

console.log(JSON.stringify(process.argv.slice(2).map(read)));
