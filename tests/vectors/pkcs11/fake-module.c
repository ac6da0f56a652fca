/* A PKCS#11 module for what SoftHSM cannot do: states of the PIN, and faults of devices. Built by the tests: gcc -shared -fPIC -o fake.so fake-module.c
   FAKE_FLAGS: the token's flags. FAKE_LOGIN: what C_Login returns. FAKE_SIGN: what C_Sign returns, "hang", or "short". FAKE_LOG: a file that gets a line
   for each login. FAKE_POINT, FAKE_PARAMS: the hex of CKA_EC_POINT and CKA_EC_PARAMS. FAKE_NOSIGN: CKA_SIGN is false.
   FAKE_BROKEN: C_GetTokenInfo of the slots from that number on (8 is a second one) is CKR_GENERAL_ERROR. The layout is that of Unix. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
typedef unsigned long U;
typedef struct { U type; void *value; U length; } A;
static U number(const char *name, U unset) { const char *v = getenv(name); return v ? strtoul(v, 0, 0) : unset; }
static U ok(void) { return 0; }
static U unsupported(void) { return 0x54; }
static U slots(unsigned char present, U *list, U *count) {
  if (list) list[0] = 7;
  if (list && getenv("FAKE_BROKEN")) list[1] = 8;
  *count = getenv("FAKE_BROKEN") ? 2 : 1; return 0;
}
static U token(U slot, unsigned char *info) {
  if (slot >= number("FAKE_BROKEN", 99)) return 5;
  memset(info, ' ', 96); memcpy(info, "fake", 4); memcpy(info + 80, "0001", 4);
  U *n = (U *)(info + 96); n[0] = number("FAKE_FLAGS", 0x404); n[5] = 8; n[6] = 4; return 0;
}
static U mechanisms(U slot, U *list, U *count) { if (list) list[0] = 0x1041; *count = 1; return 0; }
static U session(U slot, U flags, void *a, void *b, U *s) { *s = 1; return 0; }
static U login(U s, U user, unsigned char *pin, U length) {
  const char *log = getenv("FAKE_LOG");
  if (log) { FILE *f = fopen(log, "a"); fprintf(f, "%lu\n", user); fclose(f); }
  return number("FAKE_LOGIN", 0);
}
static U wanted, found;
static U find_init(U s, A *t, U n) { wanted = 0; for (U i = 0; i < n; i++) if (t[i].type == 0) wanted = *(U *)t[i].value; found = 0; return 0; }
static U find(U s, U *list, U max, U *count) { *count = 0; if (!found && (wanted == 2 || wanted == 3)) { list[0] = wanted; *count = 1; found = 1; } return 0; }
static U put(A *a, const void *v, U n) { if (a->length < n) { a->length = -1; return 0x150; } memcpy(a->value, v, n); a->length = n; return 0; }
static U hex(A *a, const char *name) {
  const char *v = getenv(name); unsigned char b[256]; U n = 0; if (!v) return 0x12;
  for (; v[0] && v[1]; v += 2) { unsigned x; sscanf(v, "%2x", &x); b[n++] = x; }
  return put(a, b, n);
}
static U attribute(U s, U object, A *a, U n) {
  U type = number("FAKE_TYPE", 3); unsigned char yes = 1, no = 0, id = 0x42;
  switch (a->type) {
    case 0x3: return put(a, "key", 3);
    case 0x100: return put(a, &type, sizeof type);
    case 0x102: return put(a, &id, 1);
    case 0x108: return put(a, getenv("FAKE_NOSIGN") ? &no : &yes, 1);
    case 0x180: return object == 2 ? hex(a, "FAKE_PARAMS") : 0x12;
    case 0x181: return object == 2 ? hex(a, "FAKE_POINT") : 0x12;
    default: return 0x12;
  }
}
static U sign(U s, unsigned char *data, U n, unsigned char *out, U *length) {
  const char *v = getenv("FAKE_SIGN");
  if (v && !strcmp(v, "hang")) sleep(60);
  if (v && strcmp(v, "short")) return strtoul(v, 0, 0);
  memset(out, 1, 64); *length = v ? 8 : 64; return 0;
}
static struct { unsigned char version[8]; void *f[68]; } functions;
U C_GetFunctionList(void **list) {
  functions.version[0] = 2; functions.version[1] = 40;
  for (int i = 0; i < 68; i++) functions.f[i] = (void *)unsupported;
  functions.f[0] = ok; functions.f[4] = slots; functions.f[6] = token; functions.f[7] = mechanisms; functions.f[12] = session; functions.f[13] = ok;
  functions.f[18] = login; functions.f[24] = attribute; functions.f[26] = find_init; functions.f[27] = find; functions.f[28] = ok; functions.f[42] = ok;
  functions.f[43] = sign; *list = &functions; return 0;
}
