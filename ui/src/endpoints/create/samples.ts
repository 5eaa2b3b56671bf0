// A small provider catalogue for the tests of this room: an Azure-like provider with two ways to sign in, a plain one,
// one without embeddings and one with free fields. Only tests read this file; the product's catalogue comes from the core.
import type { Provider, ProviderField } from "../../ipc/bindings";

const field = (id: string, label: string, more: Partial<ProviderField> = {}): ProviderField => ({
  id,
  label,
  kind: "text",
  required: true,
  help: `${label}, as the provider shows it.`,
  placeholder: "",
  defaultValue: "",
  choices: [],
  freeText: true,
  suggestedKey: null,
  ...more,
});

export const openai: Provider = {
  id: "openai",
  name: "OpenAI",
  mark: "OA",
  tagline: "Your OpenAI account",
  tasks: ["llm/v1/chat", "llm/v1/completions", "llm/v1/embeddings"],
  needs: [{ label: "An API key", detail: "From the OpenAI console" }],
  fields: [field("openai_api_base", "Base address", { kind: "url", required: false })],
  authTitle: "How Databricks signs in to OpenAI",
  authForms: [
    {
      id: "key",
      label: "API key",
      help: "",
      fields: [field("openai_api_key", "API key", { kind: "secret", suggestedKey: "openai-api-key" })],
    },
  ],
  models: [
    { id: "gpt-4.1", detail: "1M context", task: "llm/v1/chat" },
    { id: "gpt-4o", detail: "128k context", task: "llm/v1/chat" },
    { id: "text-embedding-3-large", detail: "3,072 numbers", task: "llm/v1/embeddings" },
  ],
  modelHelp: "Any model of your account.",
  retired: false,
};

export const azure: Provider = {
  id: "azure-openai",
  name: "Azure OpenAI",
  mark: "Az",
  tagline: "Your deployment, your Azure subscription",
  tasks: ["llm/v1/chat", "llm/v1/completions", "llm/v1/embeddings"],
  needs: [{ label: "Resource endpoint", detail: "https://…openai.azure.com" }],
  fields: [
    field("openai_api_base", "Resource endpoint", { kind: "url" }),
    field("openai_deployment_name", "Deployment name"),
    field("openai_api_version", "API version", {
      kind: "choice",
      defaultValue: "2024-10-21",
      choices: [{ value: "2024-10-21", label: "2024-10-21", detail: "newest stable" }],
    }),
  ],
  authTitle: "How Databricks signs in to Azure",
  authForms: [
    {
      id: "azure",
      label: "API key",
      help: "",
      fields: [field("openai_api_key", "API key", { kind: "secret", suggestedKey: "azure-key" })],
    },
    {
      id: "azuread",
      label: "Microsoft Entra ID",
      help: "A service principal.",
      fields: [
        field("microsoft_entra_tenant_id", "Tenant ID", { kind: "guid" }),
        field("microsoft_entra_client_id", "Client ID", { kind: "guid" }),
        field("microsoft_entra_client_secret", "Client secret", {
          kind: "secret",
          suggestedKey: "azure-entra-client-secret",
        }),
      ],
    },
  ],
  models: [{ id: "gpt-4o", detail: "128k context", task: "llm/v1/chat" }],
  modelHelp: "",
  retired: false,
};

export const anthropic: Provider = {
  id: "anthropic",
  name: "Anthropic",
  mark: "An",
  tagline: "Claude",
  tasks: ["llm/v1/chat", "llm/v1/completions"],
  needs: [],
  fields: [],
  authTitle: "How Databricks signs in to Anthropic",
  authForms: [
    {
      id: "key",
      label: "API key",
      help: "",
      fields: [field("anthropic_api_key", "API key", { kind: "secret", suggestedKey: "anthropic-api-key" })],
    },
  ],
  models: [{ id: "claude-3.5:sonnet", detail: "200k context", task: "llm/v1/chat" }],
  modelHelp: "",
  retired: false,
};

export const vertex: Provider = {
  id: "google-cloud-vertex-ai",
  name: "Google Vertex AI",
  mark: "Vx",
  tagline: "Gemini",
  tasks: ["llm/v1/chat", "llm/v1/embeddings"],
  needs: [],
  fields: [field("project_id", "Project"), field("region", "Region")],
  authTitle: "How Databricks signs in to Google",
  authForms: [
    {
      id: "key",
      label: "Service account",
      help: "",
      fields: [field("private_key", "JSON key", { kind: "secretMultiline", suggestedKey: "vertex" })],
    },
  ],
  models: [{ id: "gemini-2.5-pro", detail: "", task: "llm/v1/chat" }],
  modelHelp: "",
  retired: false,
};

export const catalogue: Provider[] = [openai, azure, anthropic, vertex];
