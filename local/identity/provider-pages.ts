import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import { Html } from './html.ts';
import type { Page } from './page.ts';
import { expiredPage, failedPage, type PageSetting, signedOutPage, signOutPage } from './pages.ts';
import { chooseLanguage } from './texts.ts';

type ProviderPages = Required<Pick<Configuration, 'renderError'>> & {
  readonly rpInitiatedLogout: NonNullable<NonNullable<Configuration['features']>['rpInitiatedLogout']>;
};

/** The pages that the provider itself shows: errors and signing out. */
export function createProviderPages(formTargets: readonly string[]): ProviderPages {
  const show = (ctx: KoaContextWithOIDC, page: (setting: PageSetting) => Page): void => {
    const wished: unknown = ctx.oidc.params?.['ui_locales'];
    const { headers, body } = page({
      language: chooseLanguage(wished, ctx.get('Accept-Language')),
      formTargets,
    });
    for (const [name, value] of Object.entries(headers)) ctx.set(name, value);
    ctx.body = body;
  };
  return {
    renderError: (ctx, out, error) =>
      show(ctx, (setting) =>
        error instanceof errors.SessionNotFound ? expiredPage(setting) : failedPage(setting, out),
      ),
    rpInitiatedLogout: {
      enabled: true,
      // The form is the provider's own HTML, made from its routes and its own random token.
      logoutSource: (ctx, form) => show(ctx, (setting) => signOutPage(setting, new Html(form))),
      postLogoutSuccessSource: (ctx) => show(ctx, signedOutPage),
    },
  };
}
