// Short names take the place of members, wherever a program means one, and of nothing else.
import { expect, test } from "vitest";
import { renameMembers } from "../shortNames.ts";

const names = new Map([
  ["address", "A"],
  ["stride", "S"],
]);

test.each([
  ["a.address.stride(b?.address);", "a.A.S(b?.A);"],
  [
    "class C { private address = 1; stride() { return this.address; } }",
    "class C { private A = 1; S() { return this.A; } }",
  ],
  ["const o = { address: 1, stride() {} };", "const o = { A: 1, S() {} };"],
  ["const o = { address, ...stride };", "const o = { A: address, ...stride };"],
  ["const { address, stride = address, ...rest } = o;", "const { A: address, S: stride = address, ...rest } = o;"],
  ["const { address: { stride: x } } = o;", "const { A: { S: x } } = o;"],
  [
    "const f = ({ address }: P, [stride]: Q) => address + stride;",
    "const f = ({ A: address }: P, [stride]: Q) => address + stride;",
  ],
  ["const address = stride(['address']);\no['stride'];", undefined],
])("%s", (code, renamed = code) => {
  expect(renameMembers(code, names)).toBe(renamed);
});
