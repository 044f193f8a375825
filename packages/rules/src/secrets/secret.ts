import data from "../data/secrets.json" with { type: "json" };

const formats = data.formats.map(({ of, pattern }) => ({ of, pattern: new RegExp(pattern) }));

const WORD =
  /(^|_)(password|passwd|passphrase|pwd|secret|secrets|token|apikey|api_key|private_key|access_key|secret_key|signing_key|encryption_key|auth_key|client_secret|credential|credentials)(_|$)/;
/** Words that make of a secret's name something about it: where it is, what it is called, how long it lasts. */
const ABOUT =
  /(^|_)(arn|arns|name|names|id|ids|path|prefix|suffix|url|uri|endpoint|host|table|bucket|queue|topic|parameter|param|ssm|store|secrets_manager|service_token|kms|kms_key|key_arn|header|ttl|expiry|expires|expiration|validity|timeout|duration|minutes|seconds|hours|days|length|size|type|issuer|audience|algorithm|enabled|required|policy|version|region|file|field|key_name|index|limit|count|use|username|user|route|page|link|template|message|subject|email|scheme|format|function|lambda|rotation|generate|generation|characters|stage|mode|status)(_|$)/;
const PASSWORD = /(^|_)(password|passwd|passphrase|pwd)(_|$)/;
const PLACEHOLDER =
  /^(\*+|x+|\.+|-+|<.*>|\[.*\]|\{.*\}|%.*%|_.*_|\$.*|true|false|null|none|n\/a|todo|tbd|dummy.*|example.*|.*example|placeholder.*|change.?me.*|replace.*|your.*|my.?(secret|password|token|key)|(in)?secure|test.*|fake.*|mock.*|sample.*|default|local.*|empty|unused|undefined|not.?set|set.?me|.*here|.*<<.*>>.*|enter.*|.*enter.your.*)$/i;

/** What a text is by its format: "an AWS access key id". */
export function credentialFormat(value: string): string | undefined {
  return /example|dummy|fake/i.test(value) ? undefined : formats.find(({ pattern }) => pattern.test(value))?.of;
}

/** Whether something of that name holds a secret itself, and not its name, place or age. */
export function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.\s]/g, "_")
    .toLowerCase();
  return WORD.test(words) && !ABOUT.test(words);
}

/** Whether a literal could be the secret that its name speaks of, and not a placeholder, a name or a path. */
export function looksSecret(name: string, value: string): boolean {
  if (value.length < 6 || /\s/.test(value) || PLACEHOLDER.test(value)) return false;
  if (/^([a-z][\w+.-]*:|\/|\{\{|\d+$)|[?=]$/i.test(value)) return false; // an address, a reference, a number
  if (value.length >= 12 && new Set(value).size < 6) return false; // a filler
  if (PASSWORD.test(name.toLowerCase())) return true;
  if (/^[a-z]+([-_/.:][a-z0-9]+)+$/i.test(value) && !/\d{3}/.test(value)) return false; // words joined: a name
  return /\d/.test(value) && /[a-z]/i.test(value);
}

/** A literal that stands for a value to be filled in. */
export function isPlaceholder(value: string): boolean {
  return value.trim() === "" || PLACEHOLDER.test(value.trim());
}
