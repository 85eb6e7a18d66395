import { Braces, Check, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { Button } from '@/ui/button';
import { Menu, MenuGroup, MenuItem } from '@/ui/menu';
import { askConsent, askField, askProperty, notYetAsked, type Question } from './questions';

type Props = {
  questions: readonly Question[];
  fields: readonly CustomFieldOut[];
  onAdd: (question: Question) => void;
};

/** Everything that is not asked yet: what every customer has, the workspace's own fields, a consent. */
export function AddQuestion({ questions, fields, onAdd }: Props) {
  const { t } = useTranslation('edge/forms');
  const left = notYetAsked(questions, fields);
  return (
    <div className="pt-3">
      <Menu
        align="start"
        trigger={
          <Button>
            <Plus size={16} aria-hidden />
            {t('build.add')}
          </Button>
        }
      >
        {left.properties.length > 0 && (
          <MenuGroup label={t('build.ofCustomers')}>
            {left.properties.map((property) => (
              <MenuItem key={property} onClick={() => onAdd(askProperty(questions, property))}>
                {t(`properties.${property}`)}
              </MenuItem>
            ))}
          </MenuGroup>
        )}
        {left.fields.length > 0 && (
          <MenuGroup label={t('build.ownFields')}>
            {left.fields.map((field) => (
              <MenuItem key={field.id} icon={Braces} onClick={() => onAdd(askField(questions, field))}>
                {field.label}
              </MenuItem>
            ))}
          </MenuGroup>
        )}
        <MenuGroup label={t('build.others')}>
          <MenuItem icon={Check} onClick={() => onAdd(askConsent(questions, t('build.consentText')))}>
            {t('build.consent')}
          </MenuItem>
        </MenuGroup>
      </Menu>
    </div>
  );
}
