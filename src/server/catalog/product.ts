import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

/** One buyable form of a product. */
export class Variant {
  @IsString() @Length(1, 64) sku!: string;
  @IsOptional() @IsString() color?: string;
  @IsOptional() @IsString() size?: string;
  @IsNumber() @Min(0) price!: number;
  @IsInt() @Min(0) stock!: number;
}

/** A product of the catalogue. */
export class Product {
  /** Readable and stable, such as `brightline-k2-keyboard`. */
  @IsString() @Length(1, 120) id!: string;
  @IsString() @Length(1, 300) name!: string;
  @IsString() @Length(1, 5_000) description!: string;
  @IsString() @Length(1, 100) brand!: string;
  /** The maker's or the shop's number. */
  @IsString() @Length(1, 64) sku!: string;
  /** EAN-13 with its check digit. */
  @IsString() @Length(13, 13) ean!: string;
  /** Paths from the department down, such as `Audio > Headphones > In-Ear`. */
  @IsString({ each: true }) @ArrayMaxSize(10) categories!: string[];
  @IsOptional() @IsString({ each: true }) tags?: string[];
  /** In euros. */
  @IsNumber() @Min(0) price!: number;
  /** The price before a reduction, in euros. */
  @IsOptional() @IsNumber() @Min(0) listPrice?: number;
  /** Mean of the reviews, 0 to 5. Absent without reviews. */
  @IsOptional() @IsNumber() @Min(0) @Max(5) rating?: number;
  @IsInt() @Min(0) reviews!: number;
  /** Sales rank score, 0 to 100, larger is more popular. */
  @IsNumber() @Min(0) @Max(100) popularity!: number;
  @IsInt() @Min(0) stock!: number;
  @IsBoolean() inStock!: boolean;
  @IsOptional() @IsString({ each: true }) colors?: string[];
  @IsOptional() @IsString({ each: true }) sizes?: string[];
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => Variant) variants?: Variant[];
  /** Facts by name; what they are depends on the department. */
  @IsOptional() @IsObject() specs?: Record<string, string | number | boolean>;
  @IsISO8601() releasedAt!: string;
}
