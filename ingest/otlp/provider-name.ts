/**
 * Names of providers by how emitters' names for them begin: the well-known values of the GenAI
 * conventions (`azure.ai.openai`), and those of the AI SDK (`openai.chat`, `google.vertex.chat`).
 */
const PREFIXES: readonly (readonly [string, string])[] = [
  ['azure', 'azure'],
  ['az.ai', 'azure'],
  ['aws', 'aws'],
  ['amazon', 'aws'],
  ['bedrock', 'aws'],
  ['gcp', 'google'],
  ['google', 'google'],
  ['gemini', 'google'],
  ['vertex', 'google'],
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['mistral', 'mistral'],
  ['cohere', 'cohere'],
  ['groq', 'groq'],
  ['deepseek', 'deepseek'],
  ['perplexity', 'perplexity'],
  ['x_ai', 'x-ai'],
  ['x-ai', 'x-ai'],
  ['xai', 'x-ai'],
];

const isPrefix = (name: string, prefix: string): boolean =>
  name.startsWith(prefix) && !/[a-z0-9]/.test(name.charAt(prefix.length));

/** More names than there are providers; then they are looked up anew. */
const MAX_KNOWN = 256;

const known = new Map<string, string>();

function findProviderName(name: string): string {
  const lower = name.trim().toLowerCase();
  for (const [prefix, provider] of PREFIXES) if (isPrefix(lower, prefix)) return provider;
  return name;
}

/**
 * A provider under the one name that events and prices use; a name nobody knows stays as it is.
 * @example providerNameOf('azure.ai.openai') // 'azure'
 * @example providerNameOf('openai.responses') // 'openai'
 */
export function providerNameOf(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const provider = findProviderName(name);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, provider);
  return provider;
}
