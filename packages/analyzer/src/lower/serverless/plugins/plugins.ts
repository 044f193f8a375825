import { problem } from "../../../source/problem.js";
import type { Service } from "../service.js";
import { literal } from "../text.js";
import { appsync } from "./appsync/plugin.js";
import { awsAlerts } from "./aws-alerts.js";
import { canaryDeployments } from "./canary-deployments.js";
import { iamRolesPerFunction } from "./iam-roles-per-function.js";
import { lambdaDeadLetter } from "./lambda-dead-letter.js";
import { lift } from "./lift/plugin.js";
import { logRetention } from "./log-retention.js";
import { dotenv } from "./dotenv.js";
import type { Plugin } from "./plugin.js";
import { pseudoParameters } from "./pseudo-parameters.js";
import { serviceProxy } from "./service-proxy.js";
import { stepFunctions } from "./step-functions/plugin.js";
import { slicWatch } from "./slic-watch.js";
import { tracing } from "./tracing.js";
import { warmup } from "./warmup.js";
import known from "../data/plugins.json" with { type: "json" };

/** The plugins whose effect on the template is modelled. */
const modelled: Readonly<Record<string, Plugin>> = {
  "serverless-iam-roles-per-function": iamRolesPerFunction,
  "serverless-step-functions": stepFunctions,
  "serverless-plugin-aws-alerts": awsAlerts,
  "serverless-plugin-log-retention": logRetention,
  "serverless-pseudo-parameters": pseudoParameters,
  "serverless-plugin-canary-deployments": canaryDeployments,
  "serverless-plugin-lambda-dead-letter": lambdaDeadLetter,
  "serverless-plugin-tracing": tracing,
  "serverless-apigateway-service-proxy": serviceProxy,
  "serverless-plugin-warmup": warmup,
  "serverless-appsync-plugin": appsync,
  "serverless-dotenv-plugin": dotenv,
  "serverless-slic-watch-plugin": slicWatch,
  "serverless-lift": lift,
};

const unchanging: ReadonlySet<string> = new Set(known.unchanging);

/** The modelled ones among the plugins that a configuration names. */
export function pluginsNamed(names: readonly string[]): readonly Plugin[] {
  return names.flatMap((name) => (Object.hasOwn(modelled, name) ? (modelled[name] ?? []) : []));
}

/** Says of which plugins it is not known what they change. */
export function reportUnknownPlugins(service: Service): void {
  for (const plugin of service.plugins) {
    const name = literal(plugin);
    if (name === undefined || Object.hasOwn(modelled, name) || unchanging.has(name)) continue;
    service.report(problem("plugin-unknown", plugin.origin.span, { name }));
  }
}
