/** A typed array that grows: for tables whose length is known only when they are complete. */

/** Numbers of one type, in the order in which they were added. */
export class NumberList<Values extends Float64Array | Uint32Array> {
  readonly #make: (length: number) => Values;
  #values: Values;
  #length = 0;

  /**
   * @param make makes an array of a length, such as `(length) => new Float64Array(length)`
   */
  constructor(make: (length: number) => Values) {
    this.#make = make;
    this.#values = make(64);
  }

  /** How many numbers there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds three numbers: a triangle or a point. */
  addTriple(a: number, b: number, c: number): void {
    this.#reserve(this.#length + 3);
    this.#values[this.#length] = a;
    this.#values[this.#length + 1] = b;
    this.#values[this.#length + 2] = c;
    this.#length += 3;
  }

  /** Adds one number. */
  add(value: number): void {
    this.#reserve(this.#length + 1);
    this.#values[this.#length++] = value;
  }

  /** Adds numbers. */
  addAll(values: ArrayLike<number>): void {
    this.#reserve(this.#length + values.length);
    this.#values.set(values, this.#length);
    this.#length += values.length;
  }

  /** A copy of the numbers, exactly as long as there are any. */
  toArray(): Values {
    const exact = this.#make(this.#length);
    exact.set(this.#values.subarray(0, this.#length));
    return exact;
  }

  /** Makes room; at least doubling, so that adding n numbers copies at most 2n. */
  #reserve(length: number): void {
    if (length <= this.#values.length) return;
    const longer = this.#make(Math.max(length, 2 * this.#values.length));
    longer.set(this.#values.subarray(0, this.#length));
    this.#values = longer;
  }
}
