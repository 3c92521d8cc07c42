/* wine 8 lacks bcryptprimitives.dll, from which Go takes its random bytes. This one takes them from advapi32. For tests only. */
#include <windows.h>
BOOLEAN WINAPI SystemFunction036(PVOID bytes, ULONG length);
BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length) { return SystemFunction036(bytes, (ULONG)length); }
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved) { return TRUE; }
