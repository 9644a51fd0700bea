// Reads an iCalendar file with ical.js and tells, as JSON, what it sees. NODE_PATH says where ical.js is.
const fs = require("node:fs");
const loaded = require("ical.js");
const ICAL = loaded.default ?? loaded;

const seconds = (time) => time.toUnixTime();
const day = (time) => time.toString().slice(0, 10);
const moment = (time) => (time.isDate ? day(time) : seconds(time));

const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(0, "utf8")));
const entries = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  const alarms = component.getAllSubcomponents("valarm").map((alarm) => {
    const trigger = alarm.getFirstPropertyValue("trigger");
    if (trigger.icaltype !== "duration") return seconds(trigger);
    const start = event.startDate.clone();
    start.addDuration(trigger);
    return seconds(start);
  });
  return {
    uid: event.uid,
    start: moment(event.startDate),
    end: moment(event.endDate),
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    title: event.summary,
    description: event.description,
    alarms,
  };
});
process.stdout.write(JSON.stringify({ method: calendar.getFirstPropertyValue("method"), entries }));
