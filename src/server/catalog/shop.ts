import { Type } from 'class-transformer';
import { IsLatitude, IsLongitude, IsOptional, IsString, Length, ValidateNested } from 'class-validator';

/** A point on the globe, WGS 84 degrees. */
export class Location {
  @IsLatitude() lat!: number;
  @IsLongitude() lon!: number;
}

/** A shop that people can walk into. */
export class Shop {
  @IsString() @Length(1, 120) id!: string;
  @IsString() @Length(1, 200) name!: string;
  @IsString() @Length(1, 300) address!: string;
  @IsString() @Length(1, 100) city!: string;
  /** ISO 3166-1 alpha-2. */
  @IsString() @Length(2, 2) country!: string;
  @ValidateNested() @Type(() => Location) location!: Location;
  @IsOptional() @IsString({ each: true }) services?: string[];
  @IsOptional() @IsString() openingHours?: string;
  @IsOptional() @IsString() phone?: string;
}
