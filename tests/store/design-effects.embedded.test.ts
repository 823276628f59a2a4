import { describeDesignEffects } from './design-effects.suite.ts';

describeDesignEffects('embedded');
