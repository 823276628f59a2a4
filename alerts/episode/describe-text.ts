import type { Describe } from '../engine/describe-episode.ts';
import { renderTemplate, templateValues } from './render-template.ts';

/** A template's text with what an alert's reading found. */
export const describeText: Describe = (template, { labels, title, reading }) =>
  renderTemplate(template, templateValues({ labels, title, ...reading }));
