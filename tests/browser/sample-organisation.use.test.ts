import { compareSuite } from './compare.suite.ts';
import { dashboardSuite } from './dashboard.suite.ts';
import { everyPageSuite } from './every-page.suite.ts';
import { journeysSuite } from './journeys.suite.ts';
import { policiesSuite } from './policies.suite.ts';
import { useSampleOrganisation } from './support/sample-organisation.ts';

const organisation = useSampleOrganisation();
everyPageSuite(organisation);
dashboardSuite(organisation);
compareSuite(organisation);
policiesSuite(organisation);
// Last: they leave something behind, as people do.
journeysSuite(organisation);
