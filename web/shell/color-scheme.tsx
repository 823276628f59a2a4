import {
  localStorageColorSchemeManager,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun, type Icon } from '@tabler/icons-react';
import styles from './color-scheme.module.css';

/** Keeps the choice in this browser. */
export const colorSchemeManager = localStorageColorSchemeManager({
  key: 'bellwether-color-scheme',
});

const CHOICES: readonly { value: MantineColorScheme; name: string; Icon: Icon }[] = [
  { value: 'light', name: 'Light', Icon: IconSun },
  { value: 'dark', name: 'Dark', Icon: IconMoon },
  { value: 'auto', name: 'As the system', Icon: IconDeviceDesktop },
];

/** Light, dark, or whatever the system says. */
export function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <fieldset className={styles.switch}>
      <legend className="hidden-visually">Colour scheme</legend>
      {CHOICES.map(({ value, name, Icon }) => (
        <label key={value} className={styles.choice} title={name}>
          <input
            type="radio"
            name="color-scheme"
            className="hidden-visually"
            checked={colorScheme === value}
            onChange={() => setColorScheme(value)}
          />
          <Icon size={15} aria-hidden="true" />
          <span className="hidden-visually">{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
