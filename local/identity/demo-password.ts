/**
 * The password of every demo account, published on purpose so that a newcomer can sign in and `npm run token` works.
 *
 * It opens nothing by itself: it is an ordinary password, accepted only for an account that was created with it
 * (the demo data, absent with `KARTOTEKA_DEMO=0`). The sign-in page refuses it as a person's own new password.
 */
export const DEMO_PASSWORD = 'Kartoteka-demo-2026';
