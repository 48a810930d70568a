import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { Accounts } from './accounts.ts';
import { readBody } from './body.ts';
import type { PasswordPolicy } from './contract.ts';
import { expiredPage, newPasswordPage, type PageSetting, signInPage } from './pages.ts';
import type { Registration } from './registration.ts';
import { registerPage } from './registration-pages.ts';
import { createRegistrationSteps, sayFlaw } from './registration-steps.ts';
import type { SignInCheck } from './sign-in-check.ts';
import { chooseLanguage, TEXTS } from './texts.ts';
import { createHalfway, send, type Visit } from './visit.ts';

/** E-mail, two passwords and a step, each at most a few hundred characters. */
const FORM_BYTES = 8 * 1024;

interface InteractionDeps {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly check: SignInCheck;
  /** Where people may register themselves. */
  readonly registration: Registration | undefined;
  readonly policy: PasswordPolicy;
  readonly formTargets: readonly string[];
  /** Origin of the issuer: a form from anywhere else is refused. */
  readonly origin: string;
  readonly now: () => number;
}

/**
 * Serves `/oidc/interaction/<uid>`: the sign-in form, the form for a new password, and registration. An interaction belongs to the
 * browser that holds its signed, same-site cookie, so no other page can post into it.
 */
export function createInteraction(deps: InteractionDeps) {
  const { provider, check, registration } = deps;
  /** Who gave a right temporary password, by interaction: only they may choose the new one. */
  const choosing = createHalfway(deps);
  const registering = registration !== undefined;

  const finish = (visit: Visit, sub: string): Promise<void> => {
    choosing.end(visit);
    const result = { login: { accountId: sub, amr: ['pwd'] } };
    return provider.interactionFinished(visit.request, visit.response, result, {
      mergeWithLastSubmission: false,
    });
  };

  const registrationSteps = createRegistrationSteps({ ...deps, finish });

  const takePassword = async (visit: Visit, form: URLSearchParams): Promise<void> => {
    const email = form.get('email') ?? '';
    const texts = TEXTS[visit.setting.language];
    const outcome = await check.checkPassword(email, form.get('password') ?? '');
    if (outcome.kind === 'signed-in') return finish(visit, outcome.account.sub);
    if (outcome.kind === 'new-password') {
      choosing.begin(visit, outcome.account);
      return send(visit.response, 200, newPasswordPage(visit.setting, { email: outcome.account.email }));
    }
    if (outcome.kind === 'unconfirmed') return registrationSteps.resume(visit, outcome.account);
    const alert = texts[outcome.kind];
    const page = signInPage(visit.setting, { email, alert, registering });
    if (outcome.kind !== 'locked') return send(visit.response, 401, page);
    visit.response.setHeader('Retry-After', String(outcome.seconds));
    return send(visit.response, 429, page);
  };

  const takeNewPassword = async (visit: Visit, form: URLSearchParams): Promise<void> => {
    const account = choosing.account(visit);
    if (account === undefined) return send(visit.response, 400, expiredPage(visit.setting));
    const flaw = await check.choosePassword(account, form.get('password') ?? '', form.get('again') ?? '');
    if (flaw === undefined) return finish(visit, account.sub);
    const alert = sayFlaw(flaw, visit, deps.policy);
    return send(visit.response, 422, newPasswordPage(visit.setting, { email: account.email, alert }));
  };

  const steps = new Map([
    ['new-password', takeNewPassword],
    ['register', registrationSteps.takeRegistration],
    ['confirm', registrationSteps.takeCode],
  ]);

  const settingFor = (request: IncomingMessage, uiLocales: unknown): PageSetting => ({
    language: chooseLanguage(uiLocales, request.headers['accept-language']),
    formTargets: deps.formTargets,
  });

  return async (request: IncomingMessage, response: ServerResponse, uid: string): Promise<void> => {
    const interaction = await provider.interactionDetails(request, response).catch((error: unknown) => {
      if (error instanceof errors.SessionNotFound) return undefined;
      throw error;
    });
    const setting = settingFor(request, interaction?.params['ui_locales']);
    if (interaction === undefined || interaction.uid !== uid)
      return send(response, 400, expiredPage(setting));
    const visit: Visit = { request, response, uid, setting };
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (registering && request.url?.endsWith('?register'))
        return send(response, 200, registerPage(setting));
      const hint = interaction.params['login_hint'];
      const email = typeof hint === 'string' ? hint : '';
      return send(response, 200, signInPage(setting, { email, registering }));
    }
    const { origin = deps.origin } = request.headers;
    if (request.method !== 'POST' || origin !== deps.origin) return send(response, 403, expiredPage(setting));
    const body = await readBody(request, FORM_BYTES);
    if (body === undefined) return send(response, 413, expiredPage(setting));
    const form = new URLSearchParams(body);
    return (steps.get(form.get('step') ?? '') ?? takePassword)(visit, form);
  };
}
