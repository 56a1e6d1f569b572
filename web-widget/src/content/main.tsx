import { render } from 'preact';
import { ContentPage } from './page';
import './content.css';

const root = document.getElementById('content');
if (root) render(<ContentPage />, root);
