import type { Account, Accounts } from './accounts.ts';
import type { PasswordPolicy } from './contract.ts';
import { expiredPage } from './pages.ts';
import { DEFAULT_POLICY } from './password.ts';
import type { Registration, RegistrationFlaw } from './registration.ts';
import { codePage, registerPage } from './registration-pages.ts';
import { TEXTS } from './texts.ts';
import { createHalfway, send, type Visit } from './visit.ts';

interface RegistrationStepsDeps {
  /** Undefined where nobody may register. */
  readonly registration: Registration | undefined;
  readonly accounts: Accounts;
  readonly policy: PasswordPolicy;
  readonly now: () => number;
  readonly finish: (visit: Visit, sub: string) => Promise<void>;
}

/** The forms of registering: address and password, then the code that was sent to the address. */
export function createRegistrationSteps({ registration, policy, finish, ...deps }: RegistrationStepsDeps) {
  /** Who registered, or gave the right password of an address that is not proved yet. */
  const confirming = createHalfway(deps);

  const askForCode = (visit: Visit, account: Account): void => {
    confirming.begin(visit, account);
    send(visit.response, 200, codePage(visit.setting, { email: account.email }));
  };

  return {
    /** Sends another code to somebody who has registered before, and asks for it. */
    async resume(visit: Visit, account: Account): Promise<void> {
      // Registered while it was open: without the code the address is nobody's.
      if (registration === undefined) return send(visit.response, 403, expiredPage(visit.setting));
      registration.sendCode(account);
      askForCode(visit, account);
    },
    async takeRegistration(visit: Visit, form: URLSearchParams): Promise<void> {
      if (registration === undefined) return send(visit.response, 403, expiredPage(visit.setting));
      const email = form.get('email') ?? '';
      const made = await registration.register(email, form.get('password') ?? '', form.get('again') ?? '');
      if ('account' in made) return askForCode(visit, made.account);
      const alert = sayFlaw(made.flaw, visit, policy);
      return send(visit.response, 422, registerPage(visit.setting, { email, alert }));
    },
    async takeCode(visit: Visit, form: URLSearchParams): Promise<void> {
      const account = confirming.account(visit);
      if (account === undefined || registration === undefined)
        return send(visit.response, 400, expiredPage(visit.setting));
      if (registration.confirm(account, form.get('code') ?? '')) {
        confirming.end(visit);
        return finish(visit, account.sub);
      }
      const alert = TEXTS[visit.setting.language].wrongCode;
      return send(visit.response, 422, codePage(visit.setting, { email: account.email, alert }));
    },
  };
}

/** What is wrong with what somebody typed, in the person's language. */
export function sayFlaw(flaw: RegistrationFlaw, { setting }: Visit, policy: PasswordPolicy): string {
  const texts = TEXTS[setting.language];
  if (flaw === 'different' || flaw === 'published' || flaw === 'address' || flaw === 'taken')
    return texts[flaw];
  return texts.flaws[flaw](policy.MinimumLength ?? DEFAULT_POLICY.MinimumLength);
}
