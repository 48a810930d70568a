import { Html, html } from './html.ts';
import { layOut, type Page } from './page.ts';
import { type Language, TEXTS } from './texts.ts';

/** What every page needs to know about whom it is shown to. */
export interface PageSetting {
  readonly language: Language;
  readonly formTargets: readonly string[];
}

export const alertBox = (message: string | undefined): Html | undefined =>
  message === undefined ? undefined : html`<p class="alert" role="alert">${message}</p>`;

/** The sign-in form; `email` is what was typed or hinted, `alert` what went wrong, `registering` whether one may. */
export function signInPage(
  setting: PageSetting,
  { email = '', alert, registering = false }: { email?: string; alert?: string; registering?: boolean },
): Page {
  const texts = TEXTS[setting.language];
  const content = html`<p>${texts.signInLead}</p>
${alertBox(alert)}
<form method="post">
<input type="hidden" name="step" value="password">
<label>${texts.email}
<input type="email" name="email" value="${email}" autocomplete="username" maxlength="254" required${focus(email === '')}>
</label>
<label>${texts.password}
<input type="password" name="password" autocomplete="current-password" maxlength="256" required${focus(email !== '')}>
</label>
<button type="submit">${texts.signIn}</button>
</form>
<p class="note">${texts.forgotten}</p>
${registering ? html`<p class="note"><a href="?register">${texts.registerOffer}</a></p>` : undefined}`;
  return layOut({ ...setting, title: texts.signInTitle, content });
}

/** The form that replaces a temporary password; the e-mail is there for password managers only. */
export function newPasswordPage(
  setting: PageSetting,
  { email, alert }: { email: string; alert?: string },
): Page {
  const texts = TEXTS[setting.language];
  const content = html`<p>${texts.newPasswordLead}</p>
${alertBox(alert)}
<form method="post">
<input type="hidden" name="step" value="new-password">
<input type="email" name="email" value="${email}" autocomplete="username" readonly hidden>
<label>${texts.newPassword}
<input type="password" name="password" autocomplete="new-password" maxlength="256" required autofocus>
</label>
<label>${texts.newPasswordAgain}
<input type="password" name="again" autocomplete="new-password" maxlength="256" required>
</label>
<button type="submit">${texts.save}</button>
</form>`;
  return layOut({ ...setting, title: texts.newPasswordTitle, content });
}

/**
 * Asks before signing out. `form` is the provider's own, with its token against forged requests. Staying is a plain
 * link: sending that form without `logout` would still end the client's part of the session.
 */
export function signOutPage(setting: PageSetting, form: Html): Page {
  const texts = TEXTS[setting.language];
  const content = html`<p>${texts.signOutLead}</p>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>${texts.signOut}</button>
<a class="quiet" href="/">${texts.stay}</a>`;
  return layOut({ ...setting, title: texts.signOutTitle, content });
}

export function signedOutPage(setting: PageSetting): Page {
  const texts = TEXTS[setting.language];
  return layOut({ ...setting, title: texts.signedOutTitle, content: html`<p>${texts.signedOutLead}</p>` });
}

export function expiredPage(setting: PageSetting): Page {
  const texts = TEXTS[setting.language];
  const content = html`<p>${texts.expiredLead}</p><p><a href="/">${texts.toApplication}</a></p>`;
  return layOut({ ...setting, title: texts.expiredTitle, content });
}

/** For what the application got wrong; `error` is OAuth's, for whoever mends it. */
export function failedPage(
  setting: PageSetting,
  error: { error: string; error_description?: string | undefined },
): Page {
  const texts = TEXTS[setting.language];
  const content = html`<p>${texts.failedLead}</p>
<details><summary>${texts.details}</summary>${error.error}: ${error.error_description}</details>
<p><a href="/">${texts.toApplication}</a></p>`;
  return layOut({ ...setting, title: texts.failedTitle, content });
}

function focus(wanted: boolean): Html {
  return new Html(wanted ? ' autofocus' : '');
}
