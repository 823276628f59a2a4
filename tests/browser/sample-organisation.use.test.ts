import { compareSuite } from './compare.suite.ts';
import { dashboardSuite } from './dashboard.suite.ts';
import { everyPageSuite } from './every-page.suite.ts';
import { policiesSuite } from './policies.suite.ts';
import { useSampleOrganisation } from './support/sample-organisation.ts';

const organisation = useSampleOrganisation();
everyPageSuite(organisation);
dashboardSuite(organisation);
compareSuite(organisation);
policiesSuite(organisation);
