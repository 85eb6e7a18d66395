import { createServer, type Server } from 'node:http';
import { chromium } from '@playwright/test';
import { launchOptions } from '../playwright.config.ts';

const baseURL = process.env.ATRIUM_E2E_URL ?? '';

/** Somebody else's site: its page, and the route on its server that launches widgets with the token. */
export class Site {
  html = '';
  token = '';
  codes: string[] = [];
  readonly server: Server;
  origin = '';

  constructor() {
    this.server = createServer(async (request, response) => {
      if (request.method === 'POST' && request.url === '/atrium/launch') {
        const headers = { Authorization: `Bearer ${this.token}` };
        const { code } = await (await fetch(`${baseURL}/api/v1/embed/launches`, { method: 'POST', headers })).json();
        this.codes.push(code);
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ code }));
        return;
      }
      if (request.url === '/cookie') response.setHeader('Set-Cookie', 'third=1; SameSite=None; Secure; Path=/');
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html lang="en"><title>Shop</title><body><h1>Shop</h1>${this.html}</body></html>`);
    });
  }

  async open() {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    const address = this.server.address();
    this.origin = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
    return this;
  }
}

/** A browser that blocks third-party cookies, as strict ones do. */
export async function strictBrowser() {
  const args = [...(launchOptions.args ?? []), '--test-third-party-cookie-phaseout'];
  return chromium.launch({ ...launchOptions, args });
}
