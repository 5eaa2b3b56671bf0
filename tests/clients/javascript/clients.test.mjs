// OpenAI's client and Databricks' experimental SDK for JavaScript, unchanged, against the sandbox. `test_javascript.py`
// starts the sandbox, names it in the environment and runs this with Node's own test runner.

import assert from "node:assert/strict";
import test from "node:test";
import databricks from "@databricks/sdk-experimental";
import OpenAI from "openai";

const { SANDBOX_HOST: host, SANDBOX_TOKEN: token, SANDBOX_ID: clientId, SANDBOX_SECRET: clientSecret } = process.env;
const hello = [{ role: "user", content: "What is 6*7?" }];

async function all(listed) {
  const out = [];
  for await (const one of listed) out.push(one);
  return out;
}

function openai(apiKey = token) {
  return new OpenAI({ apiKey, baseURL: `${host}/serving-endpoints`, maxRetries: 0 });
}

const workspace = () => new databricks.WorkspaceClient({ host, token });

test("OpenAI's client chats, streams, embeds and asks for a response", async () => {
  const client = openai();
  const whole = await client.chat.completions.create({ model: "code-review-bot", messages: hello });
  assert.match(whole.choices[0].message.content, /42/);
  const parts = await client.chat.completions.create({
    model: "code-review-bot",
    messages: [{ role: "user", content: "Explain demurrage" }],
    max_tokens: 12,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let usage = null;
  for await (const part of parts) {
    text += part.choices[0]?.delta?.content ?? "";
    usage = part.usage ?? usage;
  }
  assert.ok(text.length > 0);
  assert.equal(usage.completion_tokens, 12);
  const vectors = await client.embeddings.create({ model: "embeddings-multilingual", input: ["a", "b"] });
  assert.deepEqual(vectors.data.map((one) => one.embedding.length), [1024, 1024]);
  const response = await client.responses.create({ model: "code-review-bot", input: "What is 6*7?" });
  assert.match(response.output_text, /42/);
});

test("OpenAI's client knows the errors by their own types", async () => {
  const ask = (client, model) => client.chat.completions.create({ model, messages: hello });
  await assert.rejects(ask(openai(), "none"), OpenAI.NotFoundError);
  await assert.rejects(ask(openai("wrong"), "code-review-bot"), OpenAI.AuthenticationError);
  await assert.rejects(ask(openai(), "embeddings-multilingual"), OpenAI.BadRequestError);
});

test("Databricks' SDK lists as a person and as a service principal", async () => {
  const person = workspace();
  assert.equal((await person.currentUser.me()).displayName, "Dana Okafor");
  const principal = new databricks.WorkspaceClient({ host, clientId, clientSecret, authType: "oauth-m2m" });
  assert.equal((await principal.currentUser.me()).userName, clientId);
  for (const w of [person, principal]) {
    const names = (await all(w.servingEndpoints.list())).map((one) => one.name);
    assert.ok(names.includes("code-review-bot"));
  }
});

test("Databricks' SDK stores a key and makes an endpoint that uses it", async () => {
  const w = workspace();
  await w.secrets.createScope({ scope: "js" });
  await w.secrets.putSecret({ scope: "js", key: "k", string_value: "sk-fine" });
  assert.deepEqual((await all(w.secrets.listSecrets({ scope: "js" }))).map((one) => one.key), ["k"]);
  await w.secrets.putAcl({ scope: "js", principal: "users", permission: "READ" });
  assert.equal((await w.secrets.getAcl({ scope: "js", principal: "users" })).permission, "READ");
  const external_model = {
    provider: "openai",
    name: "gpt-4o",
    task: "llm/v1/chat",
    openai_config: { openai_api_key: "{{secrets/js/k}}" },
  };
  const waiter = await w.servingEndpoints.create({
    name: "js",
    config: { served_entities: [{ name: "main", external_model }] },
  });
  assert.equal((await waiter.wait()).state.ready, "READY");
  const said = await w.servingEndpoints.query({ name: "js", messages: hello });
  assert.match(said.choices[0].message.content, /42/);
  await w.servingEndpoints.delete({ name: "js" });
  await assert.rejects(w.servingEndpoints.get({ name: "js" }), { errorCode: "RESOURCE_DOES_NOT_EXIST" });
});
