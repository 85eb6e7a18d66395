import { useMemo } from 'react';
import type { StepKit } from '@/sockets/steps';
import { useBuilder } from '../editor/builder';
import { ManyPicker, OnePicker } from '../editor/pickers';
import { TemplateField } from '../editor/template-field';
import { ValueEditor } from '../editor/value-editor';
import { pathInfo } from '../shared/names';

/** What the forms of steps are lent, wherever they come from. */
export function useKit(): StepKit {
  const { names, words, readOnly } = useBuilder();
  return useMemo(
    () => ({
      readOnly,
      options: names.options,
      fields: names.fields,
      path: words.path,
      info: (path) => pathInfo(names.catalogue, path),
      One: OnePicker,
      Many: ManyPicker,
      Template: TemplateField,
      Value: ValueEditor,
    }),
    [names, words, readOnly],
  );
}
