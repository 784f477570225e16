"use strict";
// A client of a hall in another language, written by docs/asyncapi.yaml alone: topics, schemas, quality
// of service, keep-alive and last will are read from that page, and nothing here knows them.
//
//     node hall_client.js PAGE HOST PORT HALL CLIENT CA CERTIFICATE KEY SECONDS
//
// It is told what to do in lines of JSON, and says in one what came of each.

const fs = require("node:fs");
const readline = require("node:readline");
const { randomUUID } = require("node:crypto");
const mqtt = require("mqtt");
const yaml = require("yaml");
const Ajv = require("ajv");
const formats = require("ajv-formats");

const PATIENCE = Number(process.argv[10]) * 1000; // milliseconds, for what has to come

/** The page: what stands behind a reference, where a channel is, whether a message is as it says. */
class Page {
  constructor(file) {
    this.tree = yaml.parse(fs.readFileSync(file, "utf8"), { maxAliasCount: -1 });
    this.judge = new Ajv({ strict: false, allErrors: true });
    formats(this.judge);
    this.judge.addSchema(this.tree, "page");
  }

  at(reference) {
    return reference.slice(2).split("/").reduce((tree, name) => tree[name], this.tree);
  }

  topic(channel, values) {
    const { address } = this.tree.channels[channel];
    return address.replace(/\{(\w+)\}/g, (_, name) => {
      if (!(name in values)) throw new Error(`${channel}: who is ${name}?`);
      return values[name];
    });
  }

  /** What is wrong with a message of this channel; an empty list where nothing is. */
  faults(channel, message) {
    const kinds = Object.entries(this.tree.channels[channel].messages);
    const kind = kinds.find(([name]) => name === message.type);
    if (!kind) return [`${channel} has no message ${message.type}`];
    const { payload } = this.at(kind[1].$ref);
    return this.faultsBySchema(payload.$ref, message);
  }

  faultsBySchema(reference, value) {
    const holds = this.judge.getSchema(`page${reference}`);
    return holds(value) ? [] : holds.errors.map((each) => `${each.instancePath} ${each.message}`);
  }

  /** Each example of the page that is not as the page itself says. */
  badExamples() {
    return Object.entries(this.tree.components.messages).flatMap(([name, message]) =>
      (message.examples || []).flatMap((example) =>
        this.faultsBySchema(message.payload.$ref, example.payload).map((fault) => `${name}: ${fault}`),
      ),
    );
  }
}

class Client {
  constructor(page, values) {
    this.page = page;
    this.values = values;
    this.heard = []; // of channels that were asked for: {channel, topic, message, faults}
    this.wanting = [];
    this.channels = []; // {channel, pattern}
  }

  state(liveness) {
    return { type: "device-state", id: randomUUID(), at: new Date().toISOString(), state: liveness, version: "js" };
  }

  async connect(host, port, papers) {
    const said = this.page.tree.servers.hall.bindings.mqtt;
    this.liveness = this.page.topic("liveness", { ...this.values, kind: "service", id: this.values.client });
    const lost = this.state("lost");
    const faults = this.page.faults("liveness", lost);
    if (faults.length) throw new Error(faults.join("; "));
    this.mqtt = await mqtt.connectAsync({
      protocol: "mqtts", host, port, ...papers, minVersion: "TLSv1.3", protocolVersion: 5,
      clientId: `js-${randomUUID()}`, clean: said.cleanSession, keepalive: said.keepAlive, reconnectPeriod: 0,
      will: { topic: this.liveness, payload: JSON.stringify(lost), qos: said.lastWill.qos, retain: said.lastWill.retain },
    }, false);
    this.mqtt.on("error", () => {}); // the answer to what was asked says it
    this.mqtt.on("message", (topic, payload, packet) => this.take(topic, payload, packet));
    await this.hear("reply", {});
    await this.say("liveness", { kind: "service", id: this.values.client }, this.state("ready"));
  }

  take(topic, payload, packet) {
    for (const { channel, pattern } of this.channels.filter((each) => each.pattern.test(topic))) {
      const message = JSON.parse(payload.toString());
      const belongs = packet.properties?.correlationData?.toString();
      this.heard.push({ channel, topic, message, belongs, faults: this.page.faults(channel, message) });
    }
    this.wanting = this.wanting.filter((want) => !want());
  }

  /** The first that came, or comes, and fits. */
  until(fits) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("nothing came")), PATIENCE);
      const look = () => {
        const at = this.heard.findIndex(fits);
        if (at < 0) return false;
        clearTimeout(late);
        resolve(this.heard.splice(at, 1)[0]);
        return true;
      };
      if (!look()) this.wanting.push(look);
    });
  }

  async hear(channel, values) {
    const topic = this.page.topic(channel, { ...this.values, ...values });
    const parts = topic.split("+").map((each) => each.replace(/[.*?^${}()|[\]\\]/g, "\\$&"));
    this.channels.push({ channel, pattern: new RegExp(`^${parts.join("[^/]+")}$`) });
    const granted = await this.mqtt.subscribeAsync(topic, { qos: 1 });
    return granted.map((each) => each.qos);
  }

  /** What the broker says to it: 0, or a reason code of MQTT 5. */
  async say(channel, values, message, properties = {}) {
    const operation = Object.values(this.page.tree.operations).find(
      (each) => each.action === "send" && each.channel.$ref === `#/channels/${channel}`,
    );
    const { qos, retain } = operation?.bindings.mqtt ?? { qos: 1, retain: false };
    const topic = this.page.topic(channel, { ...this.values, ...values });
    const payload = message === null ? "" : JSON.stringify(message);
    try {
      await this.mqtt.publishAsync(topic, payload, { qos, retain, properties });
      return 0;
    } catch (error) {
      if (error.code === undefined) throw error;
      return error.code;
    }
  }

  /** A request as the page has it: its operation says where, how long it counts, and where the answer comes. */
  async ask(operation, fields) {
    const said = this.page.tree.operations[operation];
    const channel = said.channel.$ref.split("/").pop();
    const message = { type: operation, id: randomUUID(), at: new Date().toISOString(), source: this.values.client, ...fields };
    const faults = this.page.faults(channel, message);
    if (faults.length) return { faults };
    const properties = { correlationData: Buffer.from(message.id), messageExpiryInterval: said.bindings.mqtt.messageExpiryInterval };
    const code = await this.say(channel, {}, message, properties);
    if (code) return { code };
    const reply = said.reply.channel.$ref.split("/").pop();
    const came = await this.until((each) => each.channel === reply && each.belongs === message.id);
    return { answer: came.message, faults: came.faults };
  }

  /** The next message of a channel in which these fields are so. */
  async next(channel, fields) {
    const same = (message) => Object.entries(fields).every(([name, value]) => message[name] === value);
    const came = await this.until((each) => each.channel === channel && same(each.message));
    return { topic: came.topic, message: came.message, faults: came.faults };
  }

  async leave() {
    await this.say("liveness", { kind: "service", id: this.values.client }, this.state("disconnected"));
    await this.mqtt.endAsync();
  }
}

async function done(client, [deed, ...words]) {
  if (deed === "hear") return { granted: await client.hear(...words) };
  if (deed === "say") return { code: await client.say(...words) };
  if (deed === "heard") return { count: client.heard.filter((each) => each.channel === words[0]).length };
  return client[deed](...words);
}

async function main() {
  const [file, host, port, hall, name, ca, cert, key] = process.argv.slice(2);
  const say = (answer) => process.stdout.write(JSON.stringify(answer ?? {}) + "\n");
  const page = new Page(file);
  const client = new Client(page, { hall, client: name });
  const [authority, certificate, secret] = [ca, cert, key].map((each) => fs.readFileSync(each));
  await client.connect(host, Number(port), { ca: authority, cert: certificate, key: secret });
  say({ faults: page.badExamples() });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      say(await done(client, JSON.parse(line)));
    } catch (error) {
      say({ error: error.message });
    }
  }
  await client.leave();
}

main().catch((error) => {
  process.stdout.write(JSON.stringify({ error: error.message }) + "\n");
  process.exit(1);
});
