import { Module } from '@nestjs/common';
import { LeaderboardsModule } from '../../lib/index.js';
import { SEARCHES, SearchTally } from './search-tally.js';
import { DAILY, TrendingRequests } from './trending-requests.js';
import { TrendingController } from './trending.controller.js';

@Module({
  imports: [LeaderboardsModule.forFeature({ [SEARCHES]: DAILY })],
  controllers: [TrendingController],
  providers: [TrendingRequests, SearchTally],
  exports: [SearchTally],
})
export class TrendingModule {}
