import { html } from './html.ts';
import { layOut, type Page } from './page.ts';
import { alertBox, type PageSetting } from './pages.ts';
import { TEXTS } from './texts.ts';

/** The form by which somebody makes a login; `email` is what was typed, `alert` what went wrong. */
export function registerPage(
  setting: PageSetting,
  { email = '', alert }: { email?: string; alert?: string } = {},
): Page {
  const texts = TEXTS[setting.language];
  const content = html`<p>${texts.registerLead}</p>
${alertBox(alert)}
<form method="post">
<input type="hidden" name="step" value="register">
<label>${texts.email}
<input type="email" name="email" value="${email}" autocomplete="username" maxlength="254" required autofocus>
</label>
<label>${texts.password}
<input type="password" name="password" autocomplete="new-password" maxlength="256" required>
</label>
<label>${texts.newPasswordAgain}
<input type="password" name="again" autocomplete="new-password" maxlength="256" required>
</label>
<button type="submit">${texts.register}</button>
</form>
<p class="note"><a href="?">${texts.registered}</a></p>`;
  return layOut({ ...setting, title: texts.registerTitle, content });
}

/** The form for the code that was sent to the address. */
export function codePage(setting: PageSetting, { email, alert }: { email: string; alert?: string }): Page {
  const texts = TEXTS[setting.language];
  const content = html`<p>${texts.codeLead(email)}</p>
${alertBox(alert)}
<form method="post">
<input type="hidden" name="step" value="confirm">
<label>${texts.code}
<input type="text" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" required autofocus>
</label>
<button type="submit">${texts.confirm}</button>
</form>
<p class="note"><a href="?">${texts.registered}</a></p>`;
  return layOut({ ...setting, title: texts.codeTitle, content });
}
