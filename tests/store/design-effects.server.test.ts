import { describeDesignEffects } from './design-effects.suite.ts';

describeDesignEffects('server');
