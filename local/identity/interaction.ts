import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { Accounts } from './accounts.ts';
import { readBody } from './body.ts';
import type { PasswordPolicy } from './contract.ts';
import type { Page } from './page.ts';
import { expiredPage, newPasswordPage, type PageSetting, signInPage } from './pages.ts';
import { DEFAULT_POLICY } from './password.ts';
import type { NewPasswordFlaw, SignInCheck } from './sign-in-check.ts';
import { chooseLanguage, TEXTS } from './texts.ts';

/** E-mail, two passwords and a step, each at most a few hundred characters. */
const FORM_BYTES = 8 * 1024;
/** How long a person may take to choose a new password. */
const CHOOSING_MS = 15 * 60 * 1000;

interface InteractionDeps {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly check: SignInCheck;
  readonly policy: PasswordPolicy;
  readonly formTargets: readonly string[];
  /** Origin of the issuer: a form from anywhere else is refused. */
  readonly origin: string;
  readonly now: () => number;
}

interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly uid: string;
  readonly setting: PageSetting;
}

/**
 * Serves `/oidc/interaction/<uid>`: the sign-in form and the form for a new password. An interaction belongs to the
 * browser that holds its signed, same-site cookie, so no other page can post into it.
 */
export function createInteraction(deps: InteractionDeps) {
  const { provider, accounts, check } = deps;
  /** Who gave a right temporary password, by interaction: only they may choose the new one. */
  const choosing = new Map<string, { sub: string; until: number }>();

  const finish = (visit: Visit, sub: string): Promise<void> => {
    choosing.delete(visit.uid);
    const result = { login: { accountId: sub, amr: ['pwd'] } };
    return provider.interactionFinished(visit.request, visit.response, result, {
      mergeWithLastSubmission: false,
    });
  };

  const takePassword = async (visit: Visit, form: URLSearchParams): Promise<void> => {
    const email = form.get('email') ?? '';
    const texts = TEXTS[visit.setting.language];
    const outcome = await check.checkPassword(email, form.get('password') ?? '');
    if (outcome.kind === 'signed-in') return finish(visit, outcome.account.sub);
    if (outcome.kind === 'new-password') {
      for (const [uid, { until }] of choosing) if (until <= deps.now()) choosing.delete(uid);
      choosing.set(visit.uid, { sub: outcome.account.sub, until: deps.now() + CHOOSING_MS });
      return send(visit.response, 200, newPasswordPage(visit.setting, { email: outcome.account.email }));
    }
    if (outcome.kind === 'refused' || outcome.kind === 'outlived') {
      return send(visit.response, 401, signInPage(visit.setting, { email, alert: texts[outcome.kind] }));
    }
    visit.response.setHeader('Retry-After', String(outcome.seconds));
    return send(visit.response, 429, signInPage(visit.setting, { email, alert: texts.locked }));
  };

  const takeNewPassword = async (visit: Visit, form: URLSearchParams): Promise<void> => {
    const chosen = choosing.get(visit.uid);
    const account =
      chosen === undefined || chosen.until <= deps.now() ? undefined : accounts.bySub(chosen.sub);
    if (account === undefined || !account.enabled)
      return send(visit.response, 400, expiredPage(visit.setting));
    const flaw = await check.choosePassword(account, form.get('password') ?? '', form.get('again') ?? '');
    if (flaw === undefined) return finish(visit, account.sub);
    const alert = sayFlaw(flaw, visit.setting, deps.policy);
    return send(visit.response, 422, newPasswordPage(visit.setting, { email: account.email, alert }));
  };

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
      const hint = interaction.params['login_hint'];
      return send(response, 200, signInPage(setting, { email: typeof hint === 'string' ? hint : '' }));
    }
    const { origin = deps.origin } = request.headers;
    if (request.method !== 'POST' || origin !== deps.origin) return send(response, 403, expiredPage(setting));
    const body = await readBody(request, FORM_BYTES);
    if (body === undefined) return send(response, 413, expiredPage(setting));
    const form = new URLSearchParams(body);
    return form.get('step') === 'new-password' ? takeNewPassword(visit, form) : takePassword(visit, form);
  };
}

function sayFlaw(flaw: NewPasswordFlaw, { language }: PageSetting, policy: PasswordPolicy): string {
  const texts = TEXTS[language];
  if (flaw === 'different' || flaw === 'published') return texts[flaw];
  return texts.flaws[flaw](policy.MinimumLength ?? DEFAULT_POLICY.MinimumLength);
}

function send(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, page.headers).end(page.body);
}
