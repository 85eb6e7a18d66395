/** @jsxImportSource preact */
import './styles/form.css';
import { render } from 'preact';
import { publicForm } from './features/edge/forms/pages/api';
import { reportHeight } from './features/edge/forms/pages/frame';
import { FormPage } from './features/edge/forms/pages/page';
import { language } from './features/edge/forms/pages/words';

document.documentElement.lang = language;
const place = document.getElementById('form');
if (place) {
  reportHeight(place);
  render(<FormPage source={publicForm(location.pathname.split('/')[2] ?? '')} />, place);
}
