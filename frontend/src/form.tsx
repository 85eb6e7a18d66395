/** @jsxImportSource preact */
import './styles/form.css';
import { render } from 'preact';
import { reportHeight } from './features/edge/form_pages/frame';
import { FormPage } from './features/edge/form_pages/page';
import { language } from './features/edge/form_pages/words';

document.documentElement.lang = language;
const place = document.getElementById('form');
if (place) {
  reportHeight(place);
  render(<FormPage formKey={location.pathname.split('/')[2] ?? ''} />, place);
}
