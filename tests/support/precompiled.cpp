// SPDX-License-Identifier: Apache-2.0
//
// Nothing: what is precompiled for all tests needs a target, and that a source.
